namespace EventGen;

/// <summary>A dead letter in memory. A class, since collections of values are compiled for each kind of them, when a bus starts.</summary>
/// <param name="Number">Its place among the dead letters of all lists.</param>
/// <param name="DeadLetter">The dead letter.</param>
internal sealed record KeptDeadLetter(long Number, DeadLetter DeadLetter);
