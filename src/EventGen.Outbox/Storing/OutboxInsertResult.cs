namespace EventGen;

/// <summary>What became of a new row. Immutable.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Position">Its position. Of a duplicate: that of its row where this instance has leased it, else 0.</param>
public readonly record struct OutboxInsertResult(OutboxInsertOutcome Outcome, long Position);
