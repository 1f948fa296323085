using System.Text;
using System.Text.Json;

namespace EventGen;

/// <summary>What the members of an object are called on the wire. Immutable.</summary>
internal sealed class MessageNames
{
    private readonly (byte[] Utf8, string Text, MessageMember Member)[] _names;

    private MessageNames(params (string Name, MessageMember Member)[] names) =>
        _names = [.. names.Select(static name => (Encoding.UTF8.GetBytes(name.Name), name.Name, name.Member))];

    /// <summary>Of the message itself, in its JSON form or as a CloudEvent: the ones that we write come first.</summary>
    public static MessageNames Message { get; } = new(
        ("id", MessageMember.Id),
        ("type", MessageMember.Type),
        ("payload", MessageMember.Payload),
        ("metadata", MessageMember.Metadata),
        ("timestamp", MessageMember.Timestamp),
        ("version", MessageMember.Version),
        ("traceparent", MessageMember.TraceParent),
        ("tracestate", MessageMember.TraceState),
        ("origin", MessageMember.Origin),
        ("via", MessageMember.Via),
        ("specversion", MessageMember.SpecVersion),
        ("source", MessageMember.CloudSource),
        ("time", MessageMember.CloudTime),
        ("data", MessageMember.CloudData),
        ("data_base64", MessageMember.CloudDataBase64),
        ("partitionkey", MessageMember.CloudPartitionKey),
        ("dataversion", MessageMember.CloudDataVersion),
        ("traceid", MessageMember.CloudTraceId),
        ("correlationid", MessageMember.CloudCorrelationId),
        ("causationid", MessageMember.CloudCausationId),
        ("userid", MessageMember.CloudUserId),
        ("requestid", MessageMember.CloudRequestId),
        ("headers", MessageMember.Headers));

    /// <summary>Of the attributes of a CloudEvent in the binary form, in the order in which we write them.</summary>
    public static MessageNames Attributes { get; } = new(
        ("specversion", MessageMember.SpecVersion),
        ("id", MessageMember.Id),
        ("source", MessageMember.CloudSource),
        ("type", MessageMember.Type),
        ("time", MessageMember.CloudTime),
        ("dataversion", MessageMember.CloudDataVersion),
        ("partitionkey", MessageMember.CloudPartitionKey),
        ("traceparent", MessageMember.TraceParent),
        ("tracestate", MessageMember.TraceState),
        ("traceid", MessageMember.CloudTraceId),
        ("correlationid", MessageMember.CloudCorrelationId),
        ("causationid", MessageMember.CloudCausationId),
        ("userid", MessageMember.CloudUserId),
        ("requestid", MessageMember.CloudRequestId),
        ("headers", MessageMember.Headers),
        ("via", MessageMember.Via),
        ("origin", MessageMember.Origin));

    /// <summary>Of the metadata in the JSON form.</summary>
    public static MessageNames Metadata { get; } = new(
        ("source", MessageMember.Source),
        ("trace_id", MessageMember.TraceId),
        ("user_id", MessageMember.UserId),
        ("request_id", MessageMember.RequestId),
        ("correlation_id", MessageMember.CorrelationId),
        ("causation_id", MessageMember.CausationId),
        ("headers", MessageMember.Headers));

    /// <summary>The member at whose name the reader stands.</summary>
    /// <param name="json">Reads a text that is in one piece.</param>
    /// <param name="next">Where to look first: 0 at the beginning, and then what the call before has left. Whoever writes members writes them in the same order.</param>
    public MessageMember Of(ref Utf8JsonReader json, ref int next)
    {
        var name = json.ValueSpan;
        bool isEscaped = json.ValueIsEscaped;
        for (int i = 0; i < _names.Length; i++)
        {
            ref readonly var candidate = ref _names[next];
            next = next + 1 == _names.Length ? 0 : next + 1;
            if (isEscaped ? json.ValueTextEquals(candidate.Utf8) : name.SequenceEqual(candidate.Utf8)) return candidate.Member;
        }

        return MessageMember.None;
    }

    /// <summary>The member of a name, whatever its case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="next">As for a reader.</param>
    public MessageMember Of(ReadOnlySpan<char> name, ref int next)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            ref readonly var candidate = ref _names[next];
            next = next + 1 == _names.Length ? 0 : next + 1;
            if (name.Length == candidate.Text.Length && name.Equals(candidate.Text, StringComparison.OrdinalIgnoreCase)) return candidate.Member;
        }

        return MessageMember.None;
    }
}
