namespace EventGen.EntityFrameworkCore.Tests.Shop;

[Event("card.charged"), Durable]
[EventTrigger(typeof(CardPayment), On = EntityChangeKind.Added)]
public sealed record CardCharged([property: EventKey] string Run, int Id, string Card);
