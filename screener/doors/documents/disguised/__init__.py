"""Words written in letters that only look like those a reader sees."""

from screener.doors.documents.disguised.alerts import LOOK_ALIKE, Told, told
from screener.doors.documents.disguised.words import Disguised, disguised_words, looking_right, title_looking_right

__all__ = ["LOOK_ALIKE", "Disguised", "Told", "disguised_words", "looking_right", "title_looking_right", "told"]
