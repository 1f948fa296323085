namespace EventGen;

/// <summary>
/// Marks a part of a payload, or of a type that a payload holds, whose value nobody is to read by chance: it is not in logs, not in the texts of dead letters,
/// and not shown by the management endpoints and the dashboard.
/// </summary>
/// <remarks>
/// <para>Messages, rows of an outbox and the stored payloads of dead letters keep the value, for they are what is handled later. <see cref="SensitiveDataOptions"/> encrypts it there, or leaves it out.</para>
/// <para>In the text of an exception the value is found as JSON writes it. What a handler logs itself is the handler's own.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class SensitiveAttribute : Attribute;
