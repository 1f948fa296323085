namespace EventGen.EntityFrameworkCore.Tests.Shop;

[Event("document.changed"), Durable]
[EventTrigger(typeof(Document), On = EntityChangeKind.Added | EntityChangeKind.Deleted)]
public sealed record DocumentChanged([property: EventKey] string Run, int Id, string Title);
