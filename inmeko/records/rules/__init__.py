"""What is right for records: numbers of the protocol, hashes, file types, retries."""

from inmeko.records.rules.outbox import JOB_LABELS, JobState
from inmeko.records.rules.protocol import DIRECTION_LABELS, Direction, protocol_number

__all__ = ["DIRECTION_LABELS", "JOB_LABELS", "Direction", "JobState", "protocol_number"]
