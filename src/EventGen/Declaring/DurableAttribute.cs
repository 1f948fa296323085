namespace EventGen;

/// <summary>
/// Marks an event as durable: an emit returns once the event is committed to the outbox in the application's database, and every handler and publisher gets it, whatever
/// process dies.
/// </summary>
/// <remarks>The event needs a <c>JsonSerializerContext</c> that lists it, and the bus needs a store, such as that of <c>AddSqliteOutbox</c>.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class DurableAttribute : Attribute;
