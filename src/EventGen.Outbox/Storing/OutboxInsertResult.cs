namespace EventGen;

/// <summary>What became of a new row. Immutable.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Position">Its position; 0 for a duplicate.</param>
public readonly record struct OutboxInsertResult(OutboxInsertOutcome Outcome, long Position);
