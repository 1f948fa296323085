using System.Diagnostics;

namespace EventGen.TestKit;

// What the server knows of its quorum queues on disk.
public sealed partial class RabbitMqServer
{
    private string QuorumQueues => Path.Combine(_folder, "mnesia", "eventgen@localhost", "quorum", "eventgen@localhost");

    /// <summary>
    /// Waits until the server has written down which quorum queues it has. RabbitMQ 3.10 does so up to a second after a queue was declared. Killed before that,
    /// it starts again with an empty member of the queue that never becomes its leader: the queue takes and gives nothing, for ever.
    /// </summary>
    private async Task QueuesAreWrittenAsync()
    {
        long began = Stopwatch.GetTimestamp();
        while (!QueuesAreWritten())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience) throw new TimeoutException("rabbitmq-server does not write down its queues.");
            await Task.Delay(50);
        }
    }

    // Each queue has a folder, named as the queue is in the file.
    private bool QueuesAreWritten()
    {
        if (!Directory.Exists(QuorumQueues)) return true;
        try
        {
            byte[] names = File.ReadAllBytes(Path.Combine(QuorumQueues, "names.dets"));
            return Directory.EnumerateDirectories(QuorumQueues).All(queue => names.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Path.GetFileName(queue))) >= 0);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
