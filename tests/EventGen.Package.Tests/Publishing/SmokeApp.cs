using System.Globalization;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Publishing;

/// <summary><c>EventGen.AotSmoke</c>, published for one target framework.</summary>
internal sealed class SmokeApp : IDisposable
{
    private const string Name = "EventGen.AotSmoke";

    // Documentation and symbols, which nobody ships with an application.
    private static readonly string[] s_besides = [".xml", ".dbg", ".pdb"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _targetFramework;

    private SmokeApp(string targetFramework) => _targetFramework = targetFramework;

    /// <summary>What the publish wrote to the console.</summary>
    public string Log { get; private set; } = "";

    /// <summary>The published files.</summary>
    public IReadOnlyDictionary<string, FileInfo> Files =>
        new DirectoryInfo(_folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).ToDictionary(static file => file.Name);

    public static async Task<SmokeApp> PublishAsync(string targetFramework)
    {
        var app = new SmokeApp(targetFramework);
        try
        {
            var publish = await DotNet.BuildAsync(
                Repository.Root, isOfficial: false, "publish", Path.Combine("tests", Name), "--configuration", "Release", "--framework", targetFramework, "--output", app._folder.Path);
            app.Log = publish.Output;
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }

    /// <summary>Runs it, and says how large it is and how soon its first event has been handled.</summary>
    public async Task<ProgramRun> RunAsync(params string[] arguments)
    {
        string program = Path.Combine(_folder.Path, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        var run = await ProgramRun.OfAsync(program, arguments, _folder.Path, cancellationToken: TestContext.Current.CancellationToken);
        double size = Files.Values.Where(static file => !s_besides.Contains(file.Extension)).Sum(static file => file.Length) / 1e6;
        TestContext.Current.SendDiagnosticMessage(string.Create(
            CultureInfo.InvariantCulture, $"{Name} for {_targetFramework}: {size:F1} MB, first event handled {run.FirstLine.TotalMilliseconds:F0} ms after the start"));
        return run.Succeeded();
    }

    public void Dispose() => _folder.Dispose();
}
