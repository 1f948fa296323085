using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventGen.Tests.Guards;

/// <summary>A part of an event that a converter of the application's own writes.</summary>
[JsonConverter(typeof(FrailNoteConverter))]
public sealed record FrailNote(FrailWork Work);

public sealed class FrailNoteConverter : JsonConverter<FrailNote>
{
    public override FrailNote Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new InvalidOperationException("cannot read");

    public override void Write(Utf8JsonWriter writer, FrailNote value, JsonSerializerOptions options)
    {
        value.Work.Write?.Invoke();
        writer.WriteStringValue("note");
    }
}
