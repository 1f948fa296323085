namespace Depot.App;

/// <summary>The depot has closed for the day.</summary>
[Event]
public sealed record DayClosed(int Orders);
