"""One file for each form in which an FAQ is written."""
