using System.Security.Cryptography;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Reads the payload of one event through the user's JSON context, in each version that the event can be upgraded from. Thread safe.</summary>
internal sealed class PayloadReader<T>(EventDefinition<T> definition, PayloadProtection<T>? protection)
{
    private const string ChangingEvents = "https://github.com/eventgen/eventgen/blob/main/src/docs/how-to/change-an-event.md";

    /// <summary>Reads a payload.</summary>
    /// <param name="json">The payload.</param>
    /// <param name="version">The version that it is written in.</param>
    /// <param name="payload">The event.</param>
    /// <param name="fault">Why it cannot be read: a sentence that tells nothing of the content.</param>
    /// <returns>False when it is none of this event's, or when no JSON context lists the event.</returns>
    public bool TryRead(ReadOnlyMemory<byte> json, int version, out T payload, out string? fault)
    {
        payload = default!;
        fault = null;
        if (definition.Json is null)
        {
            fault = "The event has no JSON contract: list it in a JsonSerializerContext.";
            return false;
        }

        int current = definition.Descriptor.Version;
        var upgrade = version == current ? null : definition.Upgrades.FirstOrDefault(upgrade => upgrade.From == version);
        if (version != current && upgrade is null)
        {
            // Without the message's own version, which others choose: the log counts these sentences.
            fault = version > current
                ? $"It has a newer version of its event than version {current}, the newest that this application reads. Update the application, then replay the dead letter."
                : $"It has an older version of its event, which this application does not upgrade to version {current}. Add an [EventUpgrade] for it, then replay the dead letter.";
            return false;
        }

        Exception? failure = null;
        try
        {
            if (protection is not null) json = protection.Reveal(json);
            if (upgrade is null ? definition.Reader.TryRead(json.Span, out payload!) : upgrade.TryRead(json.Span, out payload)) return true;
        }
        catch (EventUpgradeException exception)
        {
            fault = $"Its upgrade from version {version} threw {exception.InnerException!.GetType().FullName}.";
        }
        catch (CryptographicException)
        {
            fault = "A sensitive part of it was encrypted with a key that this application does not have, or was changed.";
        }
        catch (Exception exception)
        {
            // Also what the user's converters and constructors throw: its text may hold the content.
            failure = exception;
        }

        fault ??= Describe(json.Span, version, upgrade, failure);
        return false;
    }

    private string Describe(ReadOnlySpan<byte> json, int version, EventUpgrade<T>? upgrade, Exception? failure)
    {
        string? why = Explain(json, upgrade, failure);
        string what = upgrade is null ? "Its payload is not the event's" : $"Its payload is not the event's in version {version}";
        return why is null ? $"{what}." : $"{what}: {why}. If the event has changed, {ChangingEvents} says how [EventUpgrade] reads what was written before.";
    }

    private string? Explain(ReadOnlySpan<byte> json, EventUpgrade<T>? upgrade, Exception? failure)
    {
        try
        {
            return upgrade is null ? definition.Reader.Explain(json, failure) : upgrade.Explain(json, failure);
        }
        catch (Exception)
        {
            return null;   // the user's contract cannot be made
        }
    }
}
