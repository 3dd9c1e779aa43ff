"""The names of the files that the training writes and the reader reads."""

NAME_MODEL = "names.crf"
CLAUSE_MODEL = "clauses.crf"
ROLE_MODEL = "roles.crf"
WORDS = "words.txt"
LEXICON = "lexicon.txt"
CALIBRATION = "calibration.tsv"
