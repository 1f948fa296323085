namespace EventGen.AotSmoke.Invoices;

/// <summary>An invoice has been sent. Durable, so that it outlives the bus that accepted it.</summary>
[Event("invoice.sent"), Durable]
public sealed record InvoiceSent([property: EventKey] string Customer, int Number);
