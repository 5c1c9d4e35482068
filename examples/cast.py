"""The people of the example program. All of them are invented."""

from dataclasses import dataclass
from unicodedata import normalize

DOMAIN = "meridian.example"


@dataclass(frozen=True, kw_only=True)
class Person:
    name: str
    time_zone: str
    manager: str | None

    @property
    def email(self) -> str:
        plain = normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        return f"{plain.replace(' ', '.')}@{DOMAIN}"


@dataclass(frozen=True, kw_only=True)
class Office:
    """`mentors` and `mentees` report to the managers in turn."""

    region: str
    time_zone: str
    managers: tuple[str, ...]
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]

    def people(self, names: tuple[str, ...]) -> list[Person]:
        return [
            Person(
                name=name,
                time_zone=self.time_zone,
                manager=self.managers[number % len(self.managers)],
            )
            for number, name in enumerate(names)
        ]


DIRECTOR = Person(name="Margarethe Stolz", time_zone="Europe/Berlin", manager=None)
ADMINISTRATOR = Person(name="Ines Albrecht", time_zone="Europe/Berlin", manager=DIRECTOR.name)

OFFICES = (
    Office(
        region="europe",
        time_zone="Europe/Berlin",
        managers=("Jonas Reuter", "Friederike Lang"),
        mentors=("Mira Hoffmann", "Emil Krause", "Svenja Brandt", "Tobias Engel"),
        mentees=(
            "Leonie Vogt",
            "Hannes Pohl",
            "Clara Winkler",
            "Anton Seidel",
            "Paula Busch",
            "Moritz Kern",
            "Johanna Thiel",
            "Felix Arndt",
            "Greta Mangold",
            "Lukas Ahrens",
        ),
    ),
    Office(
        region="europe",
        time_zone="Europe/Lisbon",
        managers=("Teresa Vasconcelos",),
        mentors=("Duarte Leitão", "Beatriz Moura"),
        mentees=("Rui Fontes", "Inês Carvalhal", "Gonçalo Pires"),
    ),
    Office(
        region="americas",
        time_zone="America/New_York",
        managers=("Denise Whitaker", "Marcus Feld"),
        mentors=("Alana Brooks", "Trevor Nash", "Priscilla Crane", "Owen Hartley"),
        mentees=(
            "Renee Castillo",
            "Desmond Price",
            "Kayla Winters",
            "Julian Marsh",
            "Bridget Colley",
            "Samuel Oyelaran",
            "Hollis Graham",
            "Tamika Boyd",
        ),
    ),
    Office(
        region="americas",
        time_zone="America/Sao_Paulo",
        managers=("Renato Siqueira",),
        mentors=("Larissa Prado", "Thiago Moraes"),
        mentees=("Camila Teles", "Bruno Sampaio", "Juliana Rezende"),
    ),
    Office(
        region="india",
        time_zone="Asia/Kolkata",
        managers=("Kavitha Raman", "Arjun Bhat"),
        mentors=("Nandini Rao", "Rohan Kulkarni", "Meera Iyer", "Siddharth Menon", "Pooja Kamath"),
        mentees=(
            "Ananya Shetty",
            "Vikram Deshpande",
            "Lakshmi Pillai",
            "Karthik Nambiar",
            "Divya Hegde",
            "Sanjay Gowda",
            "Imran Sheikh",
            "Farah Siddiqui",
            "Nikhil Joshi",
        ),
    ),
    Office(
        region="pacific",
        time_zone="Australia/Sydney",
        managers=("Fiona Drummond", "Liam Tran"),
        mentors=("Chloe Barton", "Jarrod Pike", "Mei Lin Zhou"),
        mentees=(
            "Angus Whitlam",
            "Tahlia Moore",
            "Patrick Keogh",
            "Ruby Sinclair",
            "Noah Castles",
            "Isla Fenwick",
        ),
    ),
    Office(
        region="pacific",
        time_zone="Asia/Tokyo",
        managers=("Haruka Ishida",),
        mentors=("Kenta Morioka", "Yui Tanabe"),
        mentees=("Shota Kuwata", "Aya Nishide", "Daichi Oba"),
    ),
)

MENTORS = {
    region: [
        person
        for office in OFFICES
        if office.region == region
        for person in office.people(office.mentors)
    ]
    for region in ("europe", "americas", "india", "pacific")
}
MENTEES = [
    (office.region, person) for office in OFFICES for person in office.people(office.mentees)
]
MANAGERS = [
    Person(name=name, time_zone=office.time_zone, manager=DIRECTOR.name)
    for office in OFFICES
    for name in office.managers
]
PEOPLE = [
    DIRECTOR,
    ADMINISTRATOR,
    *MANAGERS,
    *(person for mentors in MENTORS.values() for person in mentors),
    *(person for _, person in MENTEES),
]
EMAILS = {person.name: person.email for person in PEOPLE}
