namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>A durable event that each run fires as it likes.</summary>
[Event("invoice.changed"), Durable]
[EventTrigger(typeof(Invoice), nameof(IsWatched))]
public sealed record InvoiceChanged([property: EventKey] string Run, EntityChangeKind Kind, int Id, string Text)
{
    public static bool IsWatched(EntityChange<Invoice> change) => Watching.Of(change.Entity.Run) is { } watching && watching.Condition(change);

    public static InvoiceChanged From(EntityChange<Invoice> change) => new(change.Entity.Run, change.Kind, change.Entity.Id, Watching.Of(change.Entity.Run)!.Text(change));
}
