namespace Depot.App;

/// <summary>Internal, and seen by the test project.</summary>
[Event]
internal sealed record ShiftStarted(string Foreman);
