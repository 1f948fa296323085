namespace EventGen.AspNetCore.Management;

/// <summary>A page of events.</summary>
internal sealed record EventPage(IReadOnlyList<EventModel> Items, int Total, int Skip, int Take);
