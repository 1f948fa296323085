using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Reads the payload of one event through the user's JSON context, more strictly than that does by itself. Thread safe.</summary>
internal sealed class PayloadReader<T>(EventDefinition<T> definition)
{
    // Made by the first message; several threads may make it, and any of theirs will do.
    private JsonTypeInfo<T>? _strict;

    /// <summary>Reads a payload.</summary>
    /// <returns>False when it is none of this event's, or when no JSON context lists the event.</returns>
    public bool TryRead(ReadOnlyMemory<byte> json, out T payload, out string? fault)
    {
        payload = default!;
        if (definition.Json is null)
        {
            fault = "The event has no JSON contract: list it in a JsonSerializerContext.";
            return false;
        }

        try
        {
            if (JsonSerializer.Deserialize(json.Span, _strict ??= Strict(definition.Json())) is { } read)
            {
                (payload, fault) = (read, null);
                return true;
            }
        }
        catch (Exception)
        {
            // Also what the user's converters and constructors throw: its text may hold the content.
        }

        fault = "Its payload is not the event's.";
        return false;
    }

    // What is missing would be 0 or null without a word.
    private JsonTypeInfo<T> Strict(JsonTypeInfo<T> contract)
    {
        if (contract.OriginatingResolver is not { } resolver) return contract;
        var options = new JsonSerializerOptions(contract.Options) { TypeInfoResolver = resolver.WithAddedModifier(RequireFields) };
#if NET9_0_OR_GREATER
        options.RespectNullableAnnotations = true;
#endif
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    private void RequireFields(JsonTypeInfo type)
    {
        // Some contracts leave out what has its default value.
        if (type.Type != typeof(T) || type.Kind != JsonTypeInfoKind.Object || type.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingDefault) return;
        foreach (var field in definition.Descriptor.Fields.Where(static field => field.Required))
        {
            string name = type.Options.PropertyNamingPolicy?.ConvertName(field.Name) ?? field.Name;
            if (type.Properties.FirstOrDefault(property => property.Name == name) is { ShouldSerialize: null, Set: not null } part) part.IsRequired = true;
        }
    }
}
