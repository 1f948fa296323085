using System.Diagnostics;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Pages;

/// <summary>A program that keeps running until it is disposed.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    // It builds first, on a machine that may be busy.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    private readonly Process _process;
    private readonly List<string> _lines = [];   // Written by the readers of both outputs; guarded by itself.

    private ServedProgram(Process process) => _process = process;

    public static ServedProgram Start(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var process = new Process { StartInfo = ProgramRun.StartInfo(program, arguments, folder, environment) };
        var served = new ServedProgram(process);
        process.OutputDataReceived += served.Add;
        process.ErrorDataReceived += served.Add;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return served;
    }

    /// <summary>Waits until it has written these lines, in this order, perhaps with others between them.</summary>
    public async Task WaitForAsync(IReadOnlyList<string> expected)
    {
        await Eventually.TrueAsync(() => Shows(expected) || _process.HasExited, s_patience, "what the page shows");
        Assert.True(Shows(expected), $"It did not show\n{string.Join('\n', expected)}\n\nbut\n{Output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private string Output
    {
        get { lock (_lines) return string.Join('\n', _lines); }
    }

    private bool Shows(IReadOnlyList<string> expected)
    {
        int seen = 0;
        lock (_lines)
        {
            foreach (string line in _lines)
            {
                if (seen < expected.Count && line.Contains(expected[seen], StringComparison.Ordinal)) seen++;
            }
        }

        return seen == expected.Count;
    }

    private void Add(object sender, DataReceivedEventArgs data)
    {
        if (data.Data is null) return;
        lock (_lines) _lines.Add(data.Data);
    }
}
