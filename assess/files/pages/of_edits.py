"""Pages of the rules about edits that a program makes."""

from assess.files.pages.page import Rule

RULES = (
    Rule(
        "E611",
        "cannot be written",
        "A file that cannot be replaced: no room, no permission, another writer, or a change made meanwhile.",
        "A change is told as made only once it is on the disk. What stood there before stands there still.",
        "assess withdraw /usr/share/cases/choir e1 --why retracted",
        "Copy the case to a folder of your own, or make room, and try again.",
    ),
    Rule(
        "E612",
        "nothing to change",
        "An edit of an item, source or prediction that is not there, that is so already, or that cannot have been so.",
        "A change that changes nothing would be told as made, and what once was known is not overwritten in passing.",
        "assess withdraw choir e1 --why retracted   # withdrawn last year",
        "assess show choir e1",
    ),
    Rule(
        "E613",
        "an edit that the files cannot hold",
        "A case to be saved that would read otherwise once written: its rubric differs, or a list has a new order.",
        "What is scored later would not be what was saved.",
        'assess.save_case(case.model_copy(update={"rubric": other}), "choir")',
        "Change the rubric in its own file, and the order by hand.",
    ),
)
