namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>An event that is not durable, of a change.</summary>
[Event("invoice.noticed")]
[EventTrigger(typeof(Invoice), nameof(IsWatched))]
public sealed record InvoiceNoticed([property: EventKey] string Run, int Id)
{
    public static bool IsWatched(EntityChange<Invoice> change) => Watching.Of(change.Entity.Run) is { Notices: true };
}
