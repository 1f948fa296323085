using System.Diagnostics;
using EventGen.TestKit;

namespace EventGen.Transports.Benchmarks;

/// <summary>The mock cluster of Kafka in a process of its own, as a server is: what it costs is in nobody's processor time, and no thread of it waits for one that is measured.</summary>
internal sealed class KafkaBrokers : IDisposable
{
    private readonly Process _process;

    private KafkaBrokers(Process process)
    {
        _process = process;
        Servers = Read();
    }

    /// <summary>What has this program be that process.</summary>
    public static string Argument => "--kafka-brokers";

    /// <summary>Where the brokers are.</summary>
    public string Servers { get; }

    /// <summary>Starts the process.</summary>
    public static KafkaBrokers Start() => new(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(KafkaBrokers).Assembly.Location, Argument])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    /// <summary>Is that process: says where it is, makes each topic that it reads the name of, and ends with its input.</summary>
    public static void Serve()
    {
        using var cluster = KafkaMockCluster.Start();
        Console.WriteLine(cluster.Servers);
        while (Console.ReadLine() is { } topic)
        {
            cluster.CreateTopic(topic);
            Console.WriteLine(topic);
        }
    }

    /// <summary>Creates a topic.</summary>
    public void CreateTopic(string name)
    {
        _process.StandardInput.WriteLine(name);
        Read();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Read() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The process of the mock cluster has ended.");
}
