using System.Text;

namespace EventGen.Cli.Managing;

/// <summary>Reads lines, none of which is longer than a limit.</summary>
/// <param name="stream">UTF-8 text.</param>
internal sealed class LineReader(Stream stream) : IDisposable
{
    /// <summary>The longest line that is read, in characters.</summary>
    public const int Limit = 4 << 20;

    private readonly StreamReader _reader = new(stream, Encoding.UTF8);
    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[4096];
    private int _start;
    private int _end;

    /// <returns><see langword="null"/> at the end.</returns>
    /// <exception cref="InvalidDataException">A line is longer than the limit.</exception>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _reader.ReadAsync(_buffer.AsMemory(), cancellationToken);
                if (_end == 0) return _line.Length == 0 ? null : _line.ToString();
            }

            int length = Array.IndexOf(_buffer, '\n', _start, _end - _start) is >= 0 and int at ? at - _start : _end - _start;
            if (_line.Length + length > Limit) throw new InvalidDataException($"sends a line of more than {Limit >> 20} MiB; the rest was not read.");
            _line.Append(_buffer, _start, length);
            _start += length;
            if (_start == _end) continue;
            _start++;
            return _line.ToString().TrimEnd('\r');
        }
    }

    public void Dispose() => _reader.Dispose();
}
