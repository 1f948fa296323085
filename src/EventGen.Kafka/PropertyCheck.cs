using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>Asks Kafka's client which properties it takes. It would refuse to be made with the others, again and again.</summary>
internal static class PropertyCheck
{
    // The client reads its settings in their order and makes nothing before it has read all; this one it never takes.
    private const string End = "eventgen.end";

    /// <summary>What the client does not take, each as a sentence that shows no value.</summary>
    public static IEnumerable<string> Faults(IEnumerable<KeyValuePair<string, string>> properties)
    {
        foreach (var (name, value) in properties)
        {
            if (Refusal(name, value) is not { } refusal || refusal.Message.Contains(End, StringComparison.Ordinal)) continue;
            yield return refusal is InvalidOperationException
                ? $"{nameof(KafkaOptions.Properties)} has '{name}', which Kafka's client does not know; correct the name as librdkafka's list of properties has it."
                : $"{nameof(KafkaOptions.Properties)} has '{name}' with a value that Kafka's client does not take; correct it as librdkafka's list of properties says.";
        }
    }

    // Of names that it does not know the client says it with one type of exception, of values with the other.
    private static Exception? Refusal(string name, string value)
    {
        try
        {
            new ProducerBuilder<Null, Null>([new(name, value), new(End, "")]).Build().Dispose();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return exception;
        }
    }
}
