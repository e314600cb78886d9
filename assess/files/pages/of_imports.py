"""Pages of the rules about matrices of competing hypotheses."""

from assess.files.pages.page import Rule

RULES = (
    Rule(
        "E911",
        "no matrix",
        "A table without a column called Evidence, with one column twice, without rows, or without two hypotheses.",
        "Which column says what cannot be guessed, and one hypothesis has nothing to compete with.",
        "Reports;Cred;H1",
        "Evidence;Credibility;Relevance;H1: It was an accident;H2: It was set",
    ),
    Rule(
        "E912",
        "hypothesis twice",
        "Two columns for hypotheses that read the same.",
        "Hypotheses exclude each other, and one of them holds; what is there twice would share one probability.",
        "Evidence,It was set,it was set",
        "Evidence,It was set,It was an accident",
    ),
    Rule(
        "E913",
        "row that cannot be read",
        "A quotation mark that is never closed, text in a column without a name, or codes for nothing.",
        "Cells would slip into their neighbours' columns, and codes with them.",
        "Radio traffic, more than usual,,,C,I",
        '"Radio traffic, more than usual",,,C,I',
    ),
    Rule(
        "E914",
        "matrix too large",
        "A matrix of more than 2,000 rows.",
        "Each cell is somebody's judgement, and nobody judges so many; such a file is something else.",
        "a log of 100,000 lines",
        "Keep the items that tell hypotheses apart.",
    ),
    Rule(
        "E915",
        "no code",
        "A cell under a hypothesis that is none of CC, C, N, I, II, NA, or of the signs for them, and not blank.",
        "A code that is guessed at would be a judgement that nobody made.",
        "Radio traffic,high,high,C,X",
        "Radio traffic,high,high,C,I",
    ),
    Rule(
        "E916",
        "no credibility or relevance",
        "A word for credibility or relevance other than high, medium and low, or a grade that there is not.",
        "How much an item counts hangs on it.",
        "Radio traffic,very good,high,C,I",
        "Radio traffic,B2,high,C,I",
    ),
    Rule(
        "E917",
        "no folder for a case",
        "A folder for a new case that is there already, or cannot be made.",
        "What is written by hand is never overwritten.",
        "assess import ach matrix.csv -o cases/iraq        # which exists",
        "assess import ach matrix.csv -o cases/iraq-2",
    ),
)
