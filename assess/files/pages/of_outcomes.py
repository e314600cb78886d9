"""Pages of the rules about what came of predictions, and about learning from it."""

from assess.files.pages.page import Rule

RULES = (
    Rule(
        "E701",
        "a case given twice",
        "Two cases of one id, where all are scored or learned from together.",
        "What is in it would count twice.",
        "assess calibration choirs choirs",
        "assess calibration choirs",
    ),
    Rule(
        "E702",
        "unknown prediction",
        "A prediction that the case does not have.",
        "There is nothing that the outcome could be the outcome of.",
        "assess resolve choirs new-bodys --outcome true --on 2018 --why …",
        "assess resolve choirs new-bodies --outcome true --on 2018 --why …",
    ),
    Rule(
        "E703",
        "settled already",
        "An outcome of a prediction that has one.",
        "What once was known is not overwritten in passing.",
        "assess resolve choirs new-bodies …    # where it has resolved: {…}",
        "Correct resolved in the file, and say there why.",
    ),
    Rule(
        "E704",
        "settled before it was made",
        "An outcome that was known before the prediction was made.",
        "What is known is no longer predicted.",
        "made: 2017-07, resolved: {outcome: true, on: 2016-05}",
        "made: 2017-07, resolved: {outcome: true, on: 2018-05}",
    ),
    Rule(
        "E705",
        "no place for an outcome",
        "A prediction that is laid out so that nothing can be added without changing something else.",
        "An edit touches nothing but what it is about.",
        "new-bodies: {}",
        "Write resolved: {outcome: true, on: 2018-05} under it by hand.",
    ),
    Rule(
        "E706",
        "not to be written",
        "A file that cannot be written: no room, no right, no such folder.",
        "It is left as it was.",
        "assess learn diaspora-control CASE -o no-such-folder/x.yaml",
        "assess learn diaspora-control CASE -o rubrics/",
    ),
)
