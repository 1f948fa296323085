using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventGen.Tests.Guards;

/// <summary>A keyed, published event of which everything that the bus may call can be made to throw.</summary>
[Event("throwing.parts")]
[PublishTo("first")]
public sealed record ThrowingPartsEvent([property: JsonIgnore] ThrowingPartsWork Work, int Number)
{
    [EventKey]
    [JsonIgnore]
    public string? Key => Work.Key?.Invoke();

    public ThrowingConverterPart Note => new(Work);

    public bool Equals(ThrowingPartsEvent? other) => throw new InvalidOperationException("Equals");

    public override int GetHashCode() => throw new InvalidOperationException("GetHashCode");

    public override string ToString() => throw new InvalidOperationException("ToString");
}

/// <summary>What the handlers and members of a <see cref="ThrowingPartsEvent"/> do.</summary>
public sealed class ThrowingPartsWork(CallLog calls)
{
    public CallLog Calls => calls;

    /// <summary>What the first handler throws.</summary>
    public Func<Exception> Failure { get; set; } = static () => new InvalidOperationException("failed");

    /// <summary>Called when the key is read.</summary>
    public Func<string?>? Key { get; set; }

    /// <summary>Called when the event is written as JSON.</summary>
    public Action? Write { get; set; }
}

/// <summary>A part of an event that a converter of the application's own writes.</summary>
[JsonConverter(typeof(ThrowingPartConverter))]
public sealed record ThrowingConverterPart(ThrowingPartsWork Work);

public sealed class ThrowingPartConverter : JsonConverter<ThrowingConverterPart>
{
    public override ThrowingConverterPart Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new InvalidOperationException("cannot read");

    public override void Write(Utf8JsonWriter writer, ThrowingConverterPart value, JsonSerializerOptions options)
    {
        value.Work.Write?.Invoke();
        writer.WriteStringValue("note");
    }
}

/// <summary>A scoped service of handlers.</summary>
public sealed class ThrowingService : IDisposable
{
    /// <summary>Called by the constructor of a handler.</summary>
    public Action? Made { get; init; }

    public Action? Disposed { get; init; }

    public void Use()
    {
    }

    public void Dispose() => Disposed?.Invoke();
}

public static class ThrowingPartsHandlers
{
    [Subscribe(Order = 1, Name = "fails")]
    public static void Fail(ThrowingPartsEvent e) => throw e.Work.Failure();

    [Subscribe(Order = 2)]
    public static void Handle(ThrowingPartsEvent e) => e.Work.Calls.Add($"second {e.Number}");

    [Subscribe(Order = 3)]
    public static async Task HandleAsync(ThrowingPartsEvent e)
    {
        await Task.Yield();
        e.Work.Calls.Add($"third {e.Number}");
    }

    [Subscribe(Order = 4, Name = "served")]
    public static void Serve(ThrowingPartsEvent e, ThrowingService service) => service.Use();
}

/// <summary>A handler class that a scope makes.</summary>
public sealed class ThrowingServiceHandler
{
    private readonly ThrowingService _service;

    public ThrowingServiceHandler(ThrowingService service)
    {
        _service = service;
        service.Made?.Invoke();
    }

    [Subscribe(Order = 5, Name = "made")]
    public void Handle(ThrowingPartsEvent e) => _service.Use();
}
