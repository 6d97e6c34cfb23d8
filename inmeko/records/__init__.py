"""What must never be lost: protocol register, attachments, audit trail, outbox."""
