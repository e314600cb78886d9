"""Pages of the rules about reports."""

from assess.files.pages.page import Rule

RULES = (
    Rule(
        "E405",
        "no file to write a report to",
        "A report's file that ends in none of the endings known, or whose folder is not there.",
        "The ending says what is written; a folder made by mistake would hide the report.",
        "assess report CASE -o report.html",
        "assess report CASE -o report.md",
    ),
    Rule(
        "E407",
        "no report in that language",
        "A language that there is no catalogue of messages in, or that has no words for the terms of the case's scale.",
        "A report half in one language and half in another would be misread.",
        "assess report CASE --language xx",
        "assess report CASE --language ru",
    ),
)
