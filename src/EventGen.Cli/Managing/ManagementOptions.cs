using System.CommandLine;

namespace EventGen.Cli.Managing;

/// <summary>The options that say which running application is meant.</summary>
internal sealed class ManagementOptions
{
    // In bytes; servers refuse a header of half as much.
    private const int LargestToken = 64 << 10;

    private readonly Option<string?> _url = new("--url")
    {
        HelpName = "URL",
        Description = "The management endpoints of a running application, such as https://shop.example/eventgen. Default: EVENTGEN_URL.",
    };

    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        HelpName = "FILE",
        Description = "A file with a bearer token. Default: EVENTGEN_TOKEN.",
    };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Send the token over http too, where others may read it on its way.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_tokenFile);
        command.Options.Add(_insecure);
    }

    /// <summary>Whether the address was written on the command line.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetValue(_url) is not null;

    /// <exception cref="CommandException">The address is missing or none, or others could read the token on its way.</exception>
    public ManagementClient Connect(ParseResult arguments)
    {
        string url = arguments.GetValue(_url) ?? EnvironmentSetting.Of("EVENTGEN_URL")
            ?? throw new CommandException("Nothing says which application: give the address of its management endpoints with --url, or in EVENTGEN_URL.");

        // An address may hold a password: it is never repeated.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new CommandException("--url, or EVENTGEN_URL, is no address: it begins with http:// or https://, and a port is at most 65535.");
        if (address.UserInfo.Length > 0) throw new CommandException("--url has a user or password in it. Give a token with EVENTGEN_TOKEN or --token-file.");
        if (address.Query.Length > 0 || address.Fragment.Length > 0) throw new CommandException("--url, or EVENTGEN_URL, has a part that begins with ? or #, which no management endpoints have. Give the address without it.");
        string? token = arguments.GetValue(_tokenFile) is { } file ? RegularFile.ReadText(file, LargestToken).Trim() : EnvironmentSetting.Of("EVENTGEN_TOKEN");
        if (token is "") throw new CommandException("The file of --token-file is empty.");
        if (token is { Length: > 0 } && token.Any(static character => character is <= ' ' or > '~')) throw new CommandException("The token has a character that no bearer token has: a space, a control character or one beyond ASCII.");
        if (token is null) return new ManagementClient(address, token: null);
        if (address.Scheme == "http" && !address.IsLoopback && !arguments.GetValue(_insecure))
            throw new CommandException("The token would be sent over http, where others can read it and use it. Give an https:// address; --insecure sends it all the same.");
        return new ManagementClient(address, token);
    }
}
