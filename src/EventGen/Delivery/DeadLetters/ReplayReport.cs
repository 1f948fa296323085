namespace EventGen;

/// <summary>What became of the dead letters of a replay.</summary>
/// <param name="Succeeded">How many were handled, and are dead letters no more.</param>
/// <param name="Failed">How many failed again, and are kept.</param>
public readonly record struct ReplayReport(int Succeeded, int Failed);
