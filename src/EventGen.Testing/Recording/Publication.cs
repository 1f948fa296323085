using System.Text;

namespace EventGen.Testing;

/// <summary>A publisher has sent a message.</summary>
internal sealed record Publication(PublishedEvent Published) : RecordedActivity(Published.Message.EventId)
{
    public override string Describe(EventTopic topic) => $"published {EventId} to {Published.Publisher}: {Encoding.UTF8.GetString(topic.MaskSensitive(Published.Message.Payload).Span)}";
}
