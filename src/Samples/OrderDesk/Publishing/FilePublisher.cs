namespace OrderDesk.Publishing;

/// <summary>Publishes to a file, one message a line. Events name it in <c>[PublishTo("file")]</c>.</summary>
internal sealed class FilePublisher(LineFile file) : IEventPublisher
{
    public string Name => "file";

    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) =>
        file.AppendAsync(message.ToJson(), cancellationToken);

    // The file belongs to the desk.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
