using Depot.Contracts;

namespace Depot.Billing;

/// <summary>An invoice for an order has been written.</summary>
[Event]
public sealed record InvoiceWritten(int Number) : IDepotEvent;
