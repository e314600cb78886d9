"""What a judgement rests on."""
