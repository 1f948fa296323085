namespace EventGen;

/// <summary>
/// Marks the method that makes a payload of an older version into one of a newer: what was sent or stored before
/// <see cref="EventAttribute.Version"/> was raised is read as the older payload and upgraded, in as many steps as there are.
/// </summary>
/// <remarks>
/// <para>The method is static and stands in the event, or in a type nested in it. It takes the older payload alone and returns the event,
/// or the payload that another upgrade takes. Generated code calls it directly.</para>
/// <para>The older payload is what the event was: the same parts under the same names on the wire. A <c>JsonSerializerContext</c> lists it, as it lists the event.
/// Which version it is, its name says: <c>V1</c> and <c>OrderPlacedV1</c> are version 1. Where it does not, <paramref name="from"/> does.</para>
/// <para>A message whose upgrade throws is rejected, and kept as a dead letter.</para>
/// </remarks>
/// <param name="from">The version of the payload that the method takes; 0 to take it from the payload's name.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EventUpgradeAttribute(int from = 0) : Attribute
{
    /// <summary>The version of the payload that the method takes; 0 when the payload's name says it.</summary>
    /// <value>Default: 0.</value>
    public int From { get; } = from;
}
