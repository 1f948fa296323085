using System.Text.Json.Serialization;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>A parcel was sent: what the management tests emit.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Note">What its sender wrote; a handler fails on "fail".</param>
[Event("parcel.sent")]
[PublishTo("board")]
public sealed record Parcel(int Number, [property: EventKey] string Recipient, [property: Sensitive] string Note = "");

/// <summary>What the delivery of a parcel brings about.</summary>
[Event("parcel.delivered")]
public sealed record Delivered(int Number);

/// <summary>A scale was read.</summary>
[Event("scale.read")]
public sealed record ScaleRead(double Kilograms);

[JsonSerializable(typeof(Parcel))]
[JsonSerializable(typeof(ScaleRead))]
[JsonSerializable(typeof(Delivered))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
public sealed partial class ParcelJson : JsonSerializerContext;

public static class ParcelHandlers
{
    public const string Failure = "<img src=x onerror=alert(1)> cannot be delivered";

    /// <summary>What the failing handler does: tests that run beside each other have different numbers.</summary>
    public static System.Collections.Concurrent.ConcurrentDictionary<int, Func<Task>> Instead { get; } = new();

    [Subscribe(Order = 1, Name = "<script>alert('deliver')</script>")]
    public static async Task Deliver(Parcel parcel)
    {
        if (Instead.TryGetValue(parcel.Number, out var instead)) await instead();
        else if (parcel.Note == "fail") throw new InvalidOperationException(Failure);
        await EventBus.Current.Topic<Delivered>().EmitAsync(new Delivered(parcel.Number));
    }

    [Subscribe(Name = "note")]
    public static void Note(Delivered delivered)
    {
    }
}
