namespace EventGen.EntityFrameworkCore.Tests.Shop;

[Event("document.changed"), Durable]
[EventTrigger(typeof(Document), On = EntityChangeKind.Added | EntityChangeKind.Deleted)]
public sealed record DocumentChanged(string Run, int Id, string Title);
