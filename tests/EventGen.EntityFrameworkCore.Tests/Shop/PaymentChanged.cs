namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>Its parts are the entity's members of that name.</summary>
[Event("payment.changed"), Durable]
[EventTrigger(typeof(Payment))]
public sealed record PaymentChanged([property: EventKey] string Run, int Id, decimal Amount);
