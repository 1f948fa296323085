using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EventGen;

/// <summary>Reads JSON through the user's JSON context, more strictly than that does by itself: what is missing would be 0 or null without a word. Thread safe.</summary>
internal sealed class StrictJson<T>
{
    private readonly IReadOnlyList<string> _required;
    private readonly JsonTypeInfo<T> _contract;

    /// <param name="contract">The type's contract in the user's context.</param>
    /// <param name="required">The names of the members that may not be missing.</param>
    public StrictJson(JsonTypeInfo<T> contract, IReadOnlyList<string> required)
    {
        _required = required;
        _contract = contract;
        if (contract.OriginatingResolver is not { } resolver) return;
        var options = new JsonSerializerOptions(contract.Options) { TypeInfoResolver = resolver.WithAddedModifier(Require) };
#if NET9_0_OR_GREATER
        options.RespectNullableAnnotations = true;
#endif
        _contract = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    /// <summary>Reads a value.</summary>
    /// <returns>False when it is null.</returns>
    /// <exception cref="Exception">What the serializer, and the user's converters and constructors, throw.</exception>
    public bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? value) => (value = JsonSerializer.Deserialize(json, _contract)) is not null;

    private void Require(JsonTypeInfo type)
    {
        // Some contracts leave out what has its default value.
        if (type.Type != typeof(T) || type.Kind != JsonTypeInfoKind.Object || type.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingDefault) return;
        foreach (string member in _required)
        {
            string name = type.Options.PropertyNamingPolicy?.ConvertName(member) ?? member;
            if (type.Properties.FirstOrDefault(property => property.Name == name) is { ShouldSerialize: null, Set: not null } part) part.IsRequired = true;
        }
    }
}
