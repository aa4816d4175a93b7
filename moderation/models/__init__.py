"""What the door stores, one noun per file."""

from moderation.models.appeal import Appeal as Appeal
from moderation.models.checkpoint import Checkpoint as Checkpoint
from moderation.models.decision import Decision as Decision
from moderation.models.evidence import Evidence as Evidence
from moderation.models.item import Item as Item
from moderation.models.moderated import Moderated as Moderated
from moderation.models.note import Note as Note
from moderation.models.opinion import Opinion as Opinion
from moderation.models.reason_code import ReasonCode as ReasonCode
from moderation.models.trace import Trace as Trace
