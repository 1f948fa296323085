namespace EventGen;

/// <summary>
/// Marks the part of the payload whose value orders queued deliveries: events of one key are handled one after the
/// other, in the order in which the queue accepted them; different keys run in parallel.
/// </summary>
/// <remarks>
/// The type of the part is <see cref="string"/>, <see cref="Guid"/>, an integer or an enum. Order holds across events:
/// two event types keyed by the same customer id share that customer's order. A <see langword="null"/> key is no key.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class EventKeyAttribute : Attribute;
