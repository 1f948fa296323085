using System.Diagnostics;

namespace EventGen.Benchmarks.Queue;

/// <summary>A process that keeps every core busy. It ends with its starter, and after some minutes by itself.</summary>
internal sealed class Load : IDisposable
{
    public const string Switch = "--load";

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);
    private readonly Process _process;

    private Load(Process process) => _process = process;

    public static Load Start()
    {
        var start = QueueSetting.Program(Switch);
        start.RedirectStandardInput = true;
        return new Load(Process.Start(start)!);
    }

    /// <summary>Computes on every core until the standard input ends.</summary>
    public static void Run()
    {
        for (int i = 0; i < Environment.ProcessorCount; i++) new Thread(Compute) { IsBackground = true }.Start();
        Task.Run(Console.In.ReadToEnd).Wait(s_longest);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static void Compute()
    {
        for (uint i = 1; i != 0; i = i * 1664525 + 1013904223 | 1) { }
    }
}
