"""What accountability listens to."""

from services.accountability.consumer import apply, apply_people, on_watermark
from shared.events import accountability, enrollment, partnerships
from shared.hearing import Hearing

HEARING = Hearing(
    group="accountability",
    own_topic=accountability.TOPIC,
    topics=[enrollment.TOPIC, enrollment.PEOPLE_TOPIC, partnerships.TOPIC],
    apply=apply,
    apply_people=apply_people,
    on_watermark=on_watermark,
)
