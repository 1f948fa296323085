namespace Archive;

/// <summary>What comes in.</summary>
[EventGroup("ingest")]
[PublishTo("redis")]
public interface IIngestEvent
{
    string Name { get; }
}
