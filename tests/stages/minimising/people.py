"""Made-up people, places and words of which drafts are made."""

from typing import NamedTuple


class Person(NamedTuple):
    """Somebody who does not exist."""

    given: str
    family: str
    plain: bool = True
    """False where a name is a word as well: alone it may stay."""

    @property
    def whole(self) -> str:
        """The full name."""
        return f"{self.given} {self.family}"

    @property
    def short(self) -> str:
        """The name with an initial."""
        return f"{self.given[0]}. {self.family}"


PEOPLE = (
    Person("Marit", "Okonkwo-Lindqvist"),
    Person("Tomasz", "Brzeziński"),
    Person("Priya N.", "Venkataraman"),
    Person("Jonas", "van der Zeeuw"),
    Person("Ömer", "Çelikkan"),
    Person("Éva", "Nagyfalvi"),
    Person("Ngozi", "Adeyemi-Obi"),
    Person("Seán", "O’Dubhghaill"),
    Person("Xiuying", "Zhangsun"),
    Person("Jean-Baptiste", "d’Aubignac"),
    Person("María José", "Quintanilla"),
    Person("Håkon", "Sørlandsvik"),
    Person("Wolfgang", "von Traunstein"),
    Person("Keiko", "Hashimura"),
    Person("Abdulrahman", "al-Khatibi"),
    Person("R. K.", "Subramaniamurthy"),
    Person("Łucja", "Wiśniewolska"),
    Person("Nikolaos", "Papathemelis"),
    Person("Ingibjörg", "Þorsteinsdóttir"),
    Person("Thandeka", "Mkhabela"),
    Person("Vijayalakshmi", "Ramanujapuram"),
    Person("Дмитрий", "Соколовский"),
    Person("Beatriz", "dos Anjos"),
    Person("Chidi", "Nwachukwuma"),
)
LIKE_WORDS = (
    Person("Mark", "Long", plain=False),
    Person("Grace", "Young", plain=False),
    Person("Hope", "Field", plain=False),
    Person("Wei", "Li", plain=False),
)
PLACES = (
    "Nordhavn Institute of Learning Systems",
    "University of Trøndmark",
    "Department of Quiet Waters, Harbourton University",
    "Wombat Research Labs",
    "École Supérieure de Valmont",
    "Quokka College London",
)
TITLES = (
    "Curves of Small Reward Models",
    "Tides of a Small Harbour: Pumps and Pressure in the North",
    "Probing Early Stopping",
    "When Do Agents Learn to Ask? A Study of Dialogue Policies",
    "Deep Kernel Networks for Sparse Retrieval",
)
