"""What the door holds of a person as a member of staff: the notes that they wrote."""

from typing import Any

from moderation.models import Note


class Notes:
    """Notes of the person's own. What colleagues noted on somebody's comments goes with the comments."""

    name = "notes"

    def export(self, person_id: int) -> Any:
        """Every note with the object that it is on."""
        return [
            {
                "kind": note.kind,
                "number": note.object_id,
                "written": note.created_at.isoformat(),
                "text": note.text,
            }
            for note in Note.objects.filter(by=person_id)
        ]

    def erase(self, person_id: int) -> int:
        """The notes go."""
        return Note.objects.filter(by=person_id).delete()[0]
